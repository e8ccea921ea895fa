console.log("hud")
