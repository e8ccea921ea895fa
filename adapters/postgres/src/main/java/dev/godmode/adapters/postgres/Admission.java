package dev.godmode.adapters.postgres;

import java.util.Optional;

/**
 * As whom a control's sessions come to the database. Those of a control that decides carry its
 * lease's term in their name, by which a later holder finds and ends them, and open only while no
 * later term has begun.
 *
 * @param label the session's application_name
 * @param term of the lease it writes under; empty when it needs none
 */
public record Admission(String label, Optional<Long> term) {

  private static final String CONTROL = "godmode-control-";

  static final String OF_ANY_TERM = CONTROL + "%";

  /** Of a control that has its database to itself. */
  public static final Admission ALONE = new Admission("godmode", Optional.empty());

  /** Of a standby, which only reads. */
  public static final Admission STANDBY = new Admission("godmode-standby", Optional.empty());

  public static Admission ofTerm(long term) {
    return new Admission(CONTROL + term, Optional.of(term));
  }

  /**
   * What each new session runs first. It takes its name before it is checked: so a session either
   * has a name that a later holder finds, or sees that holder's term.
   */
  String greeting() {
    var name = "set application_name to '%s'".formatted(label);
    return term.map(number -> name + ";\n" + check(number)).orElse(name);
  }

  private static String check(long term) {
    return """
        do $$ begin
          if not exists (select from control_lease where term = %d) then
            raise exception 'another control has taken over: sessions of term %d are not admitted';
          end if;
        end $$
        """
        .formatted(term, term);
  }
}
