package dev.godmode.protocol.document;

/** What has become of a proposal. */
public enum ProposalState {
  /** Waits for a person. */
  OPEN,
  /** A person said yes; the document is about to be written. */
  ACCEPTED,
  /** The document is what was proposed. */
  APPLIED,
  REJECTED,
  /** Nobody decided in time. */
  LAPSED,
  /** A person said yes, but the document had changed by then. */
  CONFLICTED;

  /** Whether nothing can become of it any more. */
  public boolean isTerminal() {
    return switch (this) {
      case OPEN, ACCEPTED -> false;
      case APPLIED, REJECTED, LAPSED, CONFLICTED -> true;
    };
  }
}
