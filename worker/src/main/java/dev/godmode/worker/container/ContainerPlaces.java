package dev.godmode.worker.container;

/** Where a program in a container finds what is its own. */
public final class ContainerPlaces {

  /** The workspace, where it starts. */
  public static final String WORK = "/workspace";

  /** Inputs and result. */
  public static final String HOME = "/godmode";

  public static final String TEMPORARY = "/tmp";

  /** The fleet's design documents. */
  public static final String DOCS = "/docs";

  /** All of its canonical documents. */
  public static final String SNAPSHOT = "/snapshot";

  static final String SECRETS_NAME = ".secrets";
  static final String SECRETS = HOME + "/" + SECRETS_NAME;

  private ContainerPlaces() {}
}
