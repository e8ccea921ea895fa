package dev.godmode.server.http;

/** A parameter of a route in its path, query or headers. */
record Parameter(Place place, String name, Shape shape, String description) {

  enum Place {
    PATH,
    QUERY,
    HEADER
  }
}
