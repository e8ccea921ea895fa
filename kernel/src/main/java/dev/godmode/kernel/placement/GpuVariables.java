package dev.godmode.kernel.placement;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The variables by which a program is told which graphics processors it may use. */
public final class GpuVariables {

  private GpuVariables() {}

  /**
   * For processors of this vendor at these places in the node's list. The list is in the order of
   * the bus, as nvidia-smi gives it; CUDA itself would count the fastest first.
   */
  public static Map<String, String> of(String vendor, List<Integer> places) {
    var list = places.stream().map(String::valueOf).collect(Collectors.joining(","));
    return switch (vendor.toLowerCase(Locale.ROOT)) {
      case "amd" -> Map.of("GODMODE_GPUS", list, "HIP_VISIBLE_DEVICES", list);
      case "nvidia" ->
          Map.of(
              "GODMODE_GPUS",
              list,
              "CUDA_VISIBLE_DEVICES",
              list,
              "CUDA_DEVICE_ORDER",
              "PCI_BUS_ID",
              "NVIDIA_VISIBLE_DEVICES",
              list);
      default -> Map.of("GODMODE_GPUS", list);
    };
  }
}
