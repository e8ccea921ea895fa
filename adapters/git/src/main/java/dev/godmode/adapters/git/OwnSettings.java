package dev.godmode.adapters.git;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Git as it is by default, whatever this machine's people have set for theirs. Otherwise the
 * library would run their git to find its settings, and measure for seconds how exact the file
 * system's times are, to leave that in their home.
 */
final class OwnSettings extends SystemReader.Delegate {

  private static final class None extends FileBasedConfig {

    None(Config above, FS files) {
      super(above, new File("none"), files);
    }

    /** How exact times of files are: assumed to be bad, which costs a second look now and then. */
    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long usual, TimeUnit wanted) {
      return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
          ? wanted.convert(1, TimeUnit.SECONDS)
          : super.getTimeUnit(section, subsection, name, usual, wanted);
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
