package dev.godmode.worker.attempt;

import dev.godmode.worker.door.ModelDoor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a program finds control.
 *
 * @param address of the fleet port that the worker is connected to, host:port
 * @param authority the certificate that vouches for it, PEM; it may be missing
 * @param gm the launcher of this machine, by which programs use control's commands and tools
 * @param models the fleet's, for programs that know only an address and a key
 */
public record Doorway(
    Supplier<Optional<String>> address,
    Path authority,
    Optional<Path> gm,
    Optional<ModelDoor> models) {}
