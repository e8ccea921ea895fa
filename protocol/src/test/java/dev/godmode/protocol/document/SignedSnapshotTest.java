package dev.godmode.protocol.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.document.SignedSnapshot.Bad;
import dev.godmode.protocol.document.SignedSnapshot.Good;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedSnapshotTest {

  private static final KeyPair KEYS = keys();
  private static final Document DOCUMENT =
      new Document("design_docs/a.md", ContentHash.of("hello"), 5);

  @Test
  void what_control_signed_is_read() {
    var snapshot = snapshot(List.of(DOCUMENT));

    assertThat(SignedSnapshot.of(snapshot, KEYS.getPrivate()).read(KEYS.getPublic()))
        .isEqualTo(new Good(snapshot));
  }

  @Test
  void a_changed_byte_of_the_text_or_of_the_signature_is_found() {
    var signed = SignedSnapshot.of(snapshot(List.of(DOCUMENT)), KEYS.getPrivate());
    var text = signed.text().replace("\"number\":7", "\"number\":8");
    var signature =
        (signed.signature().startsWith("A") ? "B" : "A") + signed.signature().substring(1);

    assertThat(text).isNotEqualTo(signed.text());
    assertThat(why(new SignedSnapshot(text, signed.signature()))).contains("signature");
    assertThat(why(new SignedSnapshot(signed.text(), signature))).contains("signature");
    assertThat(why(new SignedSnapshot(signed.text(), ""))).contains("signature");
    assertThat(why(new SignedSnapshot(signed.text(), "not base64!"))).contains("signature");
  }

  @Test
  void another_fleets_word_does_not_count() {
    var signed = SignedSnapshot.of(snapshot(List.of(DOCUMENT)), keys().getPrivate());

    assertThat(why(signed)).contains("signature");
  }

  @Test
  void what_does_not_fit_together_is_not_taken_even_from_control() {
    var escaping = new Document("design_docs/../../etc/passwd", DOCUMENT.hash(), 5);
    var twin = new Document("DESIGN_DOCS/A.md", DOCUMENT.hash(), 5);
    var huge = new Document("design_docs/b.md", DOCUMENT.hash(), 1L << 40);
    var nonsense = new Document("design_docs/b.md", "../../x", 5);

    assertThat(whySigned(List.of(escaping))).contains("leads somewhere else");
    assertThat(whySigned(List.of(twin, DOCUMENT))).contains("cannot be");
    assertThat(whySigned(List.of(huge))).contains("larger");
    assertThat(whySigned(List.of(nonsense))).contains("cannot be");
    assertThat(
            why(
                SignedSnapshot.of(
                    new DocumentSnapshot(
                        new SnapshotMark(7, DOCUMENT.hash()), Instant.EPOCH, "", List.of(DOCUMENT)),
                    KEYS.getPrivate())))
        .contains("tree hash");
  }

  private static String whySigned(List<Document> documents) {
    return why(SignedSnapshot.of(snapshot(documents), KEYS.getPrivate()));
  }

  private static String why(SignedSnapshot signed) {
    return signed.read(KEYS.getPublic()) instanceof Bad(var why) ? why : "";
  }

  private static DocumentSnapshot snapshot(List<Document> documents) {
    return new DocumentSnapshot(
        new SnapshotMark(7, DocumentSnapshot.tree(documents)),
        Instant.parse("2026-01-01T00:00:00Z"),
        "ada",
        documents);
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
