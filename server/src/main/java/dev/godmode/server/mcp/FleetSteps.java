package dev.godmode.server.mcp;

import dev.godmode.control.step.Step;
import dev.godmode.control.step.StepBook;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.text.Visible;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.secret.GivenSecrets;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Each use of a tool by an attempt is a step of it; secrets that it was given are struck out. */
public final class FleetSteps implements ToolWatch {

  private final StepBook book;
  private final GivenSecrets secrets;
  private final InstantSource clock;
  private final Supplier<String> ids;

  public FleetSteps(
      StepBook book, GivenSecrets secrets, InstantSource clock, Supplier<String> ids) {
    this.book = book;
    this.secrets = secrets;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public void used(Principal by, ToolUse use) {
    if (by instanceof Principal.Holder(var claims)) {
      var shown = Visible.of(secrets.struckFrom(claims.attempt(), use.arguments()));
      book.note(
          Step.over(
                  claims.attempt(),
                  "fleet-" + ids.get(),
                  StepKind.FLEET,
                  use.tool(),
                  shown,
                  clock.instant().minus(use.took()))
              .lasting(use.took(), use.failed())
              .within(use.span()));
    }
  }
}
