package dev.godmode.control.roadmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What a file looks like from outside; when it is the same, nobody wrote to the file. */
record FileStamp(long bytes, FileTime modified, String identity) {

  static final FileStamp NONE = new FileStamp(-1, FileTime.fromMillis(0), "");

  /** The file's stamp; {@link #NONE} when there is no file. */
  static FileStamp of(Path file) throws IOException {
    if (Files.notExists(file)) {
      return NONE;
    }
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(
        attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
  }
}
