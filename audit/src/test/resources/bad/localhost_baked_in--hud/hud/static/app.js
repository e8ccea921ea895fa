const api = "http://127.0.0.1:5051";
