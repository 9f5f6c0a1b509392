helps establishment
check error_uai "$fr" establishment create 0750654A --name "Collège"
