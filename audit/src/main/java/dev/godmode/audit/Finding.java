package dev.godmode.audit;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing to mend.
 *
 * @param file relative to the audited folder, with {@code /}
 * @param line from 1; 0 when it is about the file as a whole
 * @param why what is wrong and why it matters, in a sentence; never holds the secret itself
 * @param mend exactly what to write or type instead
 * @param fix the same mend, where a machine may make it without asking
 */
public record Finding(
    Rule rule, String file, int line, String why, String mend, Optional<Fix> fix) {

  /** By file and line, then by rule. */
  public static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::why);

  public static Finding of(Rule rule, Source source, int line, String why, String mend) {
    return new Finding(rule, source.path(), source.line(line), why, mend, Optional.empty());
  }

  public Severity severity() {
    return rule.severity();
  }

  /** With a mend that a machine may make. */
  public Finding fixedBy(Fix how) {
    return new Finding(rule, file, line, why, mend, Optional.of(how));
  }
}
