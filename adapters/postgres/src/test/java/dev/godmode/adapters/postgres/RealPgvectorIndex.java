package dev.godmode.adapters.postgres;

import static dev.godmode.testkit.MemorySamples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.memory.MeaningIndex;
import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Head;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.Outage;
import dev.godmode.control.memory.VectorsAddress;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.testkit.contract.MeaningIndexContract;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Against a real PostgreSQL with pgvector, in a database of its own: {@code PROOF_VECTORS} is its
 * address, and {@code PROOF_VECTORS_KEY} its user and password.
 */
class RealPgvectorIndex extends MeaningIndexContract {

  private final PgvectorIndex index = index(given("PROOF_VECTORS_KEY"), "fleet");
  private long nanos;

  private static String given(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .orElseThrow(() -> new IllegalStateException(variable + " is not set"));
  }

  private static VectorsAddress address() {
    return VectorsAddress.parse(given("PROOF_VECTORS"), Optional.empty());
  }

  private PgvectorIndex index(String key, String fleet) {
    return new PgvectorIndex(
        address(), () -> Optional.of(new SecretValue(key)), fleet, () -> nanos);
  }

  @Override
  protected MeaningIndex index() {
    return index;
  }

  @BeforeEach
  void empty() throws SQLException {
    var key = given("PROOF_VECTORS_KEY").split(":", 2);
    try (var open = DriverManager.getConnection(address().jdbcUrl(), key[0], key[1]);
        var statement = open.createStatement()) {
      statement.execute("drop table if exists godmode_vector, godmode_vectors");
    }
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void the_vectors_of_one_fleet_are_neither_read_nor_emptied_by_another() {
    index.begin("others", 8);
    try (var another = index(given("PROOF_VECTORS_KEY"), "another")) {
      assertThatThrownBy(another::head)
          .isInstanceOf(IndexFault.class)
          .hasMessageContaining("another fleet's");
      assertThatThrownBy(() -> another.begin("others", 8)).isInstanceOf(IndexFault.class);
      assertThatThrownBy(() -> another.apply(new Batch(List.of(), List.of(id(1)), 1, 2)))
          .isInstanceOf(IndexFault.class);
    }

    assertThat(index.head()).isEqualTo(new Head(0, "others"));
  }

  @Test
  void a_wrong_password_is_told_and_not_repeated_and_not_tried_again_at_once() {
    try (var locked = index("godmode:wrong-one", "fleet")) {
      for (var attempt = 0; attempt < 10; attempt++) {
        assertThatThrownBy(locked::head)
            .isInstanceOf(IndexFault.class)
            .hasMessageContaining(given("PROOF_VECTORS"))
            .hasMessageNotContaining("wrong-one");
      }
    }

    nanos += Outage.LOOKED_EVERY.toNanos();
    assertThat(index.head().position()).isZero();
  }

  @Test
  void a_key_that_is_no_user_and_password_is_told_what_one_looks_like() {
    try (var locked = index("wrong-one", "fleet")) {
      assertThatThrownBy(locked::head)
          .isInstanceOf(IndexFault.class)
          .hasMessageContaining("USER:PASSWORD")
          .hasMessageNotContaining("wrong-one");
    }
  }
}
