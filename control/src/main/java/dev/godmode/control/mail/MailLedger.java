package dev.godmode.control.mail;

/** Told of what must be on record. It never gets a text: the ledger cannot forget. */
public interface MailLedger {

  /**
   * It is there for whoever it is for.
   *
   * @param cause who, as the journal names them
   */
  void sent(String cause, Envelope message);
}
