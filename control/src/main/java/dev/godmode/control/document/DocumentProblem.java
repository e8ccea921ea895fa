package dev.godmode.control.document;

/**
 * Why something in the workspace is no canonical document, or what is kept of one is not believed.
 *
 * @param path where, in the workspace or in the store
 * @param why a sentence's end: what is wrong and what to do
 */
public record DocumentProblem(String path, String why) {

  @Override
  public String toString() {
    return path + " " + why;
  }
}
