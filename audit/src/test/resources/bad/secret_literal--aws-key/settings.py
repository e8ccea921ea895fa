KEY = "{{aws}}"
