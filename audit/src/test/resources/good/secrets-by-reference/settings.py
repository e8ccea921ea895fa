import os
KEY = os.environ["API_KEY"]
TOKEN = "secret://github"
PASSWORD = "<your password>"
