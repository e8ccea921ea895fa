package dev.godmode.control.inference.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.Budget;
import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.ModelTable;
import dev.godmode.control.inference.ModelsFile;
import dev.godmode.control.inference.Price;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Providers.Fleet;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.control.inference.cache.CacheRules;
import dev.godmode.protocol.api.ReplicaViews.ReplicaTable;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.NodeId;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTextTest {

  private static final ModelTable TABLE =
      new ModelTable(
          List.of(
              new Provider(
                  "anthropic",
                  URI.create("https://api.example/v1"),
                  Dialect.ANTHROPIC,
                  Optional.of(ModelsFile.reference("secret://anthropic-key")),
                  List.of("claude"),
                  Duration.ofSeconds(90))),
          Map.of("gpt-5", "claude"),
          List.of(new Price("claude*", BigDecimal.valueOf(3), BigDecimal.valueOf(15))),
          List.of(Budget.of("stream:shop", true, BigDecimal.TEN)),
          new CacheRules(
              true,
              false,
              Optional.of(0.95),
              Duration.ofMinutes(5),
              Optional.of(URI.create("redis://10.0.0.5:6379")),
              Optional.of(ModelsFile.reference("secret://redis"))));
  private static final Fleet FLEET =
      new Fleet(
          List.of(
              Provider.offered(
                  new OnNode(new NodeId("n1"), "forge", "llama-1", "127.0.0.1:9000"),
                  List.of("qwen3"))),
          Set.of("forge/llama-2"),
          Set.of("qwen3"));

  @Test
  void a_replica_knows_what_control_knows() {
    var travelled = Json.read(ReplicaTable.class, Json.write(TableText.of(TABLE, FLEET)));

    assertThat(TableText.read(travelled)).isEqualTo(new TableText.Known(TABLE, FLEET));
  }

  @Test
  void whatever_changes_changes_the_hash() {
    var other = new Fleet(FLEET.offered(), Set.of(), FLEET.startable());

    assertThat(TableText.of(TABLE, other).hash())
        .isNotEqualTo(TableText.of(TABLE, FLEET).hash())
        .isNotEqualTo(TableText.of(ModelTable.EMPTY, other).hash());
  }
}
