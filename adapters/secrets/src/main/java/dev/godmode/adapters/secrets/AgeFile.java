package dev.godmode.adapters.secrets;

import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.godmode.control.secret.SecretFiles;
import dev.godmode.control.secret.SourceSpec;
import dev.godmode.control.secret.Vessel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * A file that is encrypted as the program {@code age} does it (age-encryption.org/v1, X25519),
 * binary or armoured. The key to it is in an identity file that only its owner can read, as {@code
 * age-keygen} writes it.
 */
public final class AgeFile implements Vessel {

  private static final String SECRET_KEY = "AGE-SECRET-KEY-1";
  private static final String PUBLIC_KEY = "# public key: ";
  private static final String ARMOR = "-----BEGIN AGE";

  private final Path file;
  private final Path identity;
  private final Optional<String> recipient;

  public AgeFile(SourceSpec.Age spec) {
    this.file = spec.file();
    this.identity = spec.identity();
    this.recipient = spec.recipient();
  }

  @Override
  public String words() {
    return "%s (age)".formatted(file);
  }

  @Override
  public Optional<String> read() throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    var sealed = Files.readAllBytes(file);
    var key =
        identity()
            .lines()
            .filter(line -> line.startsWith(SECRET_KEY))
            .findFirst()
            .orElseThrow(
                () -> new IOException("%s has no line %s…".formatted(identity, SECRET_KEY)));
    try {
      return Optional.of(opened(sealed, key));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new IOException(
          "%s cannot be opened with the key in %s: it is for another one, or damaged"
              .formatted(file, identity),
          e);
    }
  }

  private String identity() throws IOException {
    return new String(SecretFiles.readPrivate(identity), StandardCharsets.UTF_8);
  }

  private static String opened(byte[] sealed, String key)
      throws GeneralSecurityException, IOException {
    var armored = new String(sealed, StandardCharsets.ISO_8859_1).startsWith(ARMOR);
    var factory =
        armored ? new ArmoredDecryptingChannelFactory() : new StandardDecryptingChannelFactory();
    var readers = List.of(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key));
    try (var in = Channels.newChannel(new ByteArrayInputStream(sealed));
        var plain = Channels.newInputStream(factory.newDecryptingChannel(in, readers))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void write(String text) throws IOException {
    var to = recipient();
    var sealed = new ByteArrayOutputStream();
    try {
      var writers = List.of(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(to));
      try (var out =
          new StandardEncryptingChannelFactory()
              .newEncryptingChannel(Channels.newChannel(sealed), writers)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot encrypt %s to %s".formatted(file, to), e);
    }
    SecretFiles.write(file, sealed.toByteArray());
  }

  private String recipient() throws IOException {
    if (recipient.isPresent()) {
      return recipient.get();
    }
    return identity()
        .lines()
        .filter(line -> line.startsWith(PUBLIC_KEY))
        .map(line -> line.substring(PUBLIC_KEY.length()).strip())
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "%s has no line '%sage1…': say 'recipient' in secrets.yaml"
                        .formatted(identity, PUBLIC_KEY)));
  }
}
