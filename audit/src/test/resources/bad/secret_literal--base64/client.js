const key = atob("{{github-base64}}");
