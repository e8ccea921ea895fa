package dev.godmode.protocol.node;

import dev.godmode.protocol.record.Buildable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a machine has, as its worker found it.
 *
 * @param tools programs found, name to version ("git" to "2.39.5", or "" where it cannot be told);
 *     each is a skill too
 * @param skills skill tags offered: os, arch, tools, and what the operator added
 * @param addresses the machine's addresses, for people; never dialled by control
 * @param agents the types of agents that the machine takes; any when it says nothing
 */
@Buildable
public record Inventory(
    String hostName,
    String os,
    String arch,
    String cpuModel,
    int cores,
    long memoryBytes,
    long diskBytes,
    List<Gpu> gpus,
    Map<String, String> tools,
    Set<String> skills,
    List<String> addresses,
    String version,
    Optional<Set<String>> agents) {

  /** A machine of which only the name is known. */
  public static InventoryBuilder of(String hostName) {
    return InventoryBuilder.builder().hostName(hostName).os("").arch("").cpuModel("").version("");
  }

  public Inventory {
    gpus = List.copyOf(gpus);
    tools = Map.copyOf(tools);
    skills = Set.copyOf(skills);
    addresses = List.copyOf(addresses);
    agents = agents.map(Set::copyOf);
  }

  /** The same machine, with one skill more. */
  public Inventory offering(String skill) {
    var more = new HashSet<>(skills);
    more.add(skill);
    return InventoryBuilder.from(this).skills(more).build();
  }

  /** A graphics processor; memory is 0 where it cannot be told. */
  public record Gpu(String vendor, String model, long memoryBytes) {}
}
