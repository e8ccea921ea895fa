package dev.godmode.control.agent;

/** A profile file as it was read: its name in the folder, and what is in it. */
public record ProfileText(String file, String text) {

  /** The agent's type where the file does not say another. */
  String defaultType() {
    return file.replaceFirst("\\.ya?ml$", "");
  }
}
