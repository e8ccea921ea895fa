package dev.godmode.server.memory;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.memory.Embedder;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The embedder that lies in a folder of jars of its own. It is heavy: nothing of it is on control's
 * class path, and it is loaded when a memory is first embedded. Where the folder is missing memory
 * goes on with words alone.
 */
public final class EmbedderFolder implements Embedder.Source {

  private static final System.Logger LOG = System.getLogger(EmbedderFolder.class.getName());

  private final Optional<Path> folder;
  private final Path cache;
  private Optional<Found> found = Optional.empty();

  /**
   * An embedder that is looked for when it is needed.
   *
   * @param folder with jars, and folders as unpacked ones; empty where the build has none
   * @param cache where native libraries may be unpacked
   */
  public EmbedderFolder(Optional<Path> folder, Path cache) {
    this.folder = folder;
    this.cache = cache;
  }

  @Override
  public synchronized Found embedder() {
    if (found.isEmpty()) {
      found = Optional.of(look());
    }
    return found.get();
  }

  private Found look() {
    if (folder.filter(Files::isDirectory).isEmpty()) {
      return new None(
          "the embedding model is not there (the folder 'embedder' of the build): words are found, meanings are not");
    }
    try {
      return load(folder.get());
    } catch (IOException | RuntimeException | LinkageError | ServiceConfigurationError e) {
      LOG.log(WARNING, "the embedding model was not loaded from " + folder.get(), e);
      return new None("the embedding model cannot be loaded (%s): gm logs control".formatted(e));
    }
  }

  /** The loader stays open: the model is used for as long as control lives. */
  @SuppressWarnings("resource")
  private Found load(Path from) throws IOException {
    // The tokenizer would write to the user's home, and may look for what is new on the network.
    System.setProperty("DJL_CACHE_DIR", cache.toString());
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    var loader =
        new URLClassLoader(
            "embedder", urls(from).toArray(URL[]::new), EmbedderFolder.class.getClassLoader());
    return first(loader)
        .<Found>map(
            embedder -> {
              LOG.log(INFO, "embedder loaded name={0}", embedder.name());
              return new Ready(embedder);
            })
        .orElseGet(() -> new None("there is no embedding model in " + from));
  }

  /** It finds its model by the thread's loader. */
  private static Optional<Embedder> first(ClassLoader loader) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return ServiceLoader.load(Embedder.class, loader).findFirst();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static List<URL> urls(Path from) throws IOException {
    var urls = new ArrayList<URL>();
    try (var files = Files.list(from)) {
      for (var file : files.sorted().toList()) {
        urls.add(url(file));
      }
    }
    return urls;
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
