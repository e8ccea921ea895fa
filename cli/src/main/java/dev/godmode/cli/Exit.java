package dev.godmode.cli;

/** Exit codes; they never change their meaning. */
final class Exit {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;
  static final int NOT_FOUND = 4;
  static final int REFUSED = 5;
  static final int UNAUTHORISED = 6;

  private Exit() {}

  static int of(int status) {
    return switch (status) {
      case 400, 409, 413, 422 -> REFUSED;
      case 401, 403, 421 -> UNAUTHORISED;
      case 404 -> NOT_FOUND;
      default -> FAILED;
    };
  }
}
