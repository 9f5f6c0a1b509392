helps tutor
