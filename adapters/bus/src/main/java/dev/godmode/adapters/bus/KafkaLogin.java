package dev.godmode.adapters.bus;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.secret.UserPassword;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** How a user of Kafka shows a password; the first is the strongest. */
enum KafkaLogin {
  SCRAM_SHA_512("SCRAM-SHA-512", ScramLoginModule.class),
  SCRAM_SHA_256("SCRAM-SHA-256", ScramLoginModule.class),

  /** The password itself, and therefore only by TLS. */
  PLAIN("PLAIN", PlainLoginModule.class);

  private final String mechanism;
  private final String module;

  KafkaLogin(String mechanism, Class<?> module) {
    this.mechanism = mechanism;
    this.module = module.getName();
  }

  /**
   * The ways to get in that are to be tried, one after the other; each is settings of a client.
   *
   * @param key {@code USER:PASSWORD}
   * @throws Away when the key is no such thing
   */
  static List<Map<String, String>> ways(BusAddress address, Optional<SecretValue> key) {
    return key.map(
            secret -> {
              var user = UserPassword.of(secret).orElseThrow(KafkaLogin::isNone);
              return Arrays.stream(values())
                  .filter(login -> address.isTls() || login != PLAIN)
                  .map(login -> login.way(address, user))
                  .toList();
            })
        .orElseGet(
            () ->
                List.of(
                    Map.of(
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                        (address.isTls() ? SecurityProtocol.SSL : SecurityProtocol.PLAINTEXT)
                            .name)));
  }

  private static Away isNone() {
    return new Away(
        "the key of a Kafka is USER:PASSWORD in one line, and the secret that GODMODE_BUS_KEY names is not");
  }

  private Map<String, String> way(BusAddress address, UserPassword user) {
    return Map.of(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        (address.isTls() ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT).name,
        SaslConfigs.SASL_MECHANISM,
        mechanism,
        SaslConfigs.SASL_JAAS_CONFIG,
        "%s required username=%s password=%s;"
            .formatted(module, quoted(user.user()), quoted(user.password())));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
