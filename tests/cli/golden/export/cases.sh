helps export
check export "$fr" export sessions --group 6
check error_unknown_wave_export "$fr" export sessions --wave V9
