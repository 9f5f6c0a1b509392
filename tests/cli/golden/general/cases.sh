# What belongs to no noun.
helps
check version "$fr" version
check health "$fr" health
check error_unknown_command "$en" sesion list
