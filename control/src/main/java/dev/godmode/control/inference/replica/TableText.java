package dev.godmode.control.inference.replica;

import dev.godmode.control.inference.ModelTable;
import dev.godmode.control.inference.ModelsText;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Providers.Fleet;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.protocol.api.ReplicaViews.OfferedModels;
import dev.godmode.protocol.api.ReplicaViews.ReplicaTable;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.json.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a replica has to know, on its way there. */
public final class TableText {

  /** The same as control has it. */
  public record Known(ModelTable table, Fleet fleet) {}

  private TableText() {}

  /** Written down; no part of it is secret. */
  public static ReplicaTable of(ModelTable table, Fleet fleet) {
    var models = ModelsText.of(table);
    var offered = fleet.offered().stream().flatMap(TableText::offered).toList();
    var startable = fleet.startable().stream().sorted().toList();
    var leaving = fleet.leaving().stream().sorted().toList();
    return new ReplicaTable(
        ContentHash.of(models + Json.write(offered) + startable + leaving),
        models,
        offered,
        startable,
        leaving);
  }

  private static Stream<OfferedModels> offered(Provider provider) {
    return provider.where() instanceof OnNode(var node, var name, var service, var address)
        ? Stream.of(new OfferedModels(node, name, service, address, provider.models()))
        : Stream.empty();
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when it says what cannot be
   */
  public static Known read(ReplicaTable known) {
    return new Known(
        ModelsText.read(known.models()),
        new Fleet(
            known.offered().stream().map(TableText::provider).toList(),
            Set.copyOf(known.leaving()),
            Set.copyOf(known.startable())));
  }

  private static Provider provider(OfferedModels one) {
    return Provider.offered(
        new OnNode(one.node(), one.name(), one.service(), one.address()),
        List.copyOf(one.models()));
  }
}
