package dev.godmode.adapters.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Git as it is by default, whatever this machine's people have set for theirs. Otherwise the
 * library would run their git to find its settings, and leave measurements in their home.
 */
final class OwnSettings extends SystemReader.Delegate {

  private static final class None extends FileBasedConfig {

    None(Config above, FS files) {
      super(above, new File("none"), files);
    }

    @Override
    public void load() {
      // There is nothing.
    }

    @Override
    public void save() {
      // Nothing is kept.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }

  private OwnSettings(SystemReader machine) {
    super(machine);
  }

  static void use() {
    SystemReader.setInstance(new OwnSettings(SystemReader.getInstance()));
  }

  @Override
  public FileBasedConfig openUserConfig(Config above, FS files) {
    return new None(above, files);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config above, FS files) {
    return new None(above, files);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config above, FS files) {
    return new None(above, files);
  }
}
