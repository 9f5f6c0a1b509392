# login, logout and whoami.
helps login
helps logout
helps whoami
check whoami "$fr" whoami
check error_token_file "$fr" wave list --token-file "$scratch/none"
check logout_nothing "$fr" logout
