package dev.godmode.protocol.document;

/** How much a snapshot may hold: its list crosses the stream as one message. */
public final class DocumentLimits {

  public static final int DOCUMENTS_MAX = 2_000;

  public static final long DOCUMENT_MAX_BYTES = 4L << 20;

  /** Of all documents of a snapshot together. */
  public static final long SNAPSHOT_MAX_BYTES = 32L << 20;

  /** Of a document's content that crosses the stream at once; base64 makes a third more of it. */
  public static final int PIECE_MAX_BYTES = 96 << 10;

  /** Pieces that a node asks for before it has got the first of them. */
  public static final int PIECES_AT_ONCE = 4;

  private DocumentLimits() {}
}
