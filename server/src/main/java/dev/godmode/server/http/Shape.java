package dev.godmode.server.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What a JSON value may look like: requests are checked against it, the OpenAPI shows it. */
sealed interface Shape {

  /** How a text must be written. */
  enum Format {
    PLAIN,
    DATE_TIME,
    DURATION
  }

  record Text(Format format) implements Shape {}

  record Whole() implements Shape {}

  record Real() implements Shape {}

  record Truth() implements Shape {}

  /** One of some words. */
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }
  }

  record Several(Shape each) implements Shape {}

  /** An object with names of the writer's choice. */
  record Table(Shape each) implements Shape {}

  /** An object with these fields, in this order. */
  record Thing(String name, SequencedMap<String, Field> fields) implements Shape {
    public Thing {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }
  }

  /** One of some things, told apart by their field {@code type}. */
  record Either(String name, Map<String, Shape> things) implements Shape {
    public Either {
      things = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(things));
    }
  }

  record Field(Shape shape, boolean required) {}
}
