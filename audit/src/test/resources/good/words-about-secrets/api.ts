const tokenName = "session-token";
const passwordField = document.querySelector("#password");
label({ password: "Password of the database" });
