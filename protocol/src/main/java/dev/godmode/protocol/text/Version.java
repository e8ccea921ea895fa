package dev.godmode.protocol.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The numbers of a version, compared one by one; what is missing counts as 0, and what follows the
 * numbers ({@code -rc1}, {@code +11}) does not count.
 */
public record Version(List<Integer> numbers) implements Comparable<Version> {

  private static final Pattern BEGINNING = Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9}){0,9})(.*)");

  public Version {
    numbers = List.copyOf(numbers);
  }

  /** The version that a program's words begin with. */
  public static Optional<Version> beginning(String text) {
    var found = BEGINNING.matcher(text);
    return found.matches() ? Optional.of(of(found.group(1))) : Optional.empty();
  }

  /** Exactly a version, nothing behind it. */
  public static Optional<Version> exactly(String text) {
    var found = BEGINNING.matcher(text);
    return found.matches() && found.group(2).isEmpty()
        ? Optional.of(of(found.group(1)))
        : Optional.empty();
  }

  private static Version of(String dotted) {
    var numbers = new ArrayList<Integer>();
    for (var number : dotted.split("\\.", -1)) {
      numbers.add(Integer.parseInt(number));
    }
    return new Version(numbers);
  }

  /** Whether it is this version or one of its kind: 2.39.5 is a 2.39. */
  public boolean isA(Version kind) {
    return compareTo(kind) >= 0 && compareTo(kind.next()) < 0;
  }

  /** The first version that is not of this kind any more: 2.40 after 2.39. */
  public Version next() {
    var next = new ArrayList<>(numbers);
    next.set(next.size() - 1, next.getLast() + 1);
    return new Version(next);
  }

  private int number(int place) {
    return place < numbers.size() ? numbers.get(place) : 0;
  }

  @Override
  public int compareTo(Version other) {
    for (var place = 0; place < Math.max(numbers.size(), other.numbers.size()); place++) {
      var order = Integer.compare(number(place), other.number(place));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return String.join(".", numbers.stream().map(String::valueOf).toList());
  }
}
