package dev.godmode.audit;

import java.util.stream.Stream;

/** Looks at one file for a family of rules; a file that is not its business has no findings. */
public interface Inspection {

  Stream<Finding> look(Source source);
}
