package dev.godmode.protocol.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Cuts secrets out of text: as they are, in base64 at any place among the bytes, in hex, in decimal
 * and as URLs have them, and each of these also when something that is no letter or digit stands
 * between its characters: a line's end, a quote, a plus. Of a text that was cut short, and says so
 * by a {@value #CUT_SHORT}, the beginning of a secret goes too. It may learn more secrets.
 */
public final class Redaction {

  /** Shorter values would be found in innocent text. */
  public static final int SECRET_MIN_LENGTH = 6;

  /** What stands where a text was cut short. */
  public static final String CUT_SHORT = "…";

  /** Of the last so many: what cuts puts it at the end, and others print thousands of them. */
  private static final int MARKS_MAX = 16;

  /** Shorter ones are not looked for with something between their letters. */
  private static final int LETTERS_MIN = 8;

  /** So much of an encoding, or of what was cut short, may be its beginning, and not chance. */
  private static final int BEGINNING_MIN = 4;

  /** For each character of a secret so many that are none of it may stand between. */
  private static final int SPREAD = 4;

  /** Of a secret that is renewed; what is older has ended long ago. */
  private static final int RENEWALS_KEPT = 3;

  /**
   * A text to look for.
   *
   * @param beginning so many of its first characters are held back when a text ends with them
   */
  private record Form(String text, String name, int beginning) {}

  /** What is looked for: as it is, and by its letters and digits alone; the longest first. */
  private record Book(List<Form> whole, List<Form> letters) {

    /** All ways in which one value may be written; none of a value that is too short. */
    static Book of(String name, String value) {
      if (value.length() < SECRET_MIN_LENGTH) {
        return new Book(List.of(), List.of());
      }
      var whole =
          forms(name, value).filter(form -> form.text().length() >= SECRET_MIN_LENGTH).toList();
      var letters =
          whole.stream()
              .map(form -> new Form(new Letters(form.text()).text(), name, BEGINNING_MIN))
              .filter(form -> form.text().length() >= LETTERS_MIN)
              .toList();
      return new Book(whole, letters);
    }

    static Book together(Stream<Book> books) {
      var all = books.toList();
      return new Book(inOrder(all, Book::whole), inOrder(all, Book::letters));
    }

    private static List<Form> inOrder(List<Book> books, Function<Book, List<Form>> forms) {
      return books.stream()
          .flatMap(book -> forms.apply(book).stream())
          .distinct()
          .sorted(LONGEST_FIRST)
          .toList();
    }
  }

  /** A part of a text that is a secret. */
  private record Cut(int from, int to, String name) {}

  private final Map<String, List<Book>> renewed = new HashMap<>();
  private final Book named;
  private volatile Book book;

  /** Redacts these, name to value. */
  public Redaction(Map<String, String> named) {
    this.named =
        Book.together(
            named.entrySet().stream().map(entry -> Book.of(entry.getKey(), entry.getValue())));
    this.book = this.named;
  }

  /** From now on this is a secret too: the newest value of one that is renewed. */
  public synchronized void learn(String name, String value) {
    var values = renewed.computeIfAbsent(name, _ -> new ArrayList<>());
    values.add(Book.of(name, value));
    if (values.size() > RENEWALS_KEPT) {
      values.removeFirst();
    }
    book =
        Book.together(
            Stream.concat(Stream.of(named), renewed.values().stream().flatMap(List::stream)));
  }

  private static final Comparator<Form> LONGEST_FIRST =
      Comparator.comparingInt(form -> -form.text().length());

  private static Stream<Form> forms(String name, String value) {
    return Stream.concat(
        SecretForms.plain(value).stream().map(text -> new Form(text, name, 1)),
        SecretForms.encoded(value).stream().map(text -> new Form(text, name, BEGINNING_MIN)));
  }

  /** A text's letters and digits, and where in it each of them stands. */
  private static final class Letters {

    private final StringBuilder kept = new StringBuilder();
    private final int[] places;

    Letters(String text) {
      places = new int[text.length()];
      for (var i = 0; i < text.length(); i++) {
        if (Character.isLetterOrDigit(text.charAt(i))) {
          places[kept.length()] = i;
          kept.append(text.charAt(i));
        }
      }
    }

    String text() {
      return kept.toString();
    }

    int place(int letter) {
      return places[letter];
    }
  }

  /** The text without its secrets; it has as many lines as before. */
  public String apply(String text) {
    return following("", text);
  }

  /**
   * The same for a text that goes on from another one, in which a secret may have begun.
   *
   * @param before the end of what was handed on already
   */
  public String following(String before, String text) {
    var now = book;
    if (now.whole().isEmpty()) {
      return text;
    }
    var cuts = cuts(now, before + text);
    return cuts.isEmpty() ? text : without(cuts, before.length(), before + text);
  }

  private static List<Cut> cuts(Book book, String text) {
    var all = new ArrayList<Cut>();
    for (var form : book.whole()) {
      for (var at = text.indexOf(form.text()); at >= 0; at = text.indexOf(form.text(), at + 1)) {
        all.add(new Cut(at, at + form.text().length(), form.name()));
      }
    }
    if (!book.letters().isEmpty()) {
      var letters = new Letters(text);
      var kept = letters.text();
      for (var form : book.letters()) {
        var length = form.text().length();
        for (var at = kept.indexOf(form.text()); at >= 0; at = kept.indexOf(form.text(), at + 1)) {
          all.add(new Cut(letters.place(at), letters.place(at + length - 1) + 1, form.name()));
        }
      }
    }
    var at = text.lastIndexOf(CUT_SHORT);
    for (var marks = 0; at >= 0 && marks < MARKS_MAX; marks++) {
      cutShort(book, text, at).ifPresent(all::add);
      at = text.lastIndexOf(CUT_SHORT, at - 1);
    }
    return merged(all);
  }

  /** A secret's beginning that is right before a place where the text was cut short. */
  private static Optional<Cut> cutShort(Book book, String text, int at) {
    var from = Math.max(0, at - reach(book));
    return begun(book, text.substring(from, at))
        .filter(cut -> cut.to() - cut.from() >= BEGINNING_MIN)
        .map(cut -> new Cut(from + cut.from(), from + cut.to(), cut.name()));
  }

  /** Cuts that overlap are one, called as the longest of them. */
  private static List<Cut> merged(List<Cut> cuts) {
    cuts.sort(Comparator.comparingInt(Cut::from).thenComparingInt(cut -> -cut.to()));
    var merged = new ArrayList<Cut>();
    for (var cut : cuts) {
      if (!merged.isEmpty() && cut.from() < merged.getLast().to()) {
        var last = merged.removeLast();
        merged.add(new Cut(last.from(), Math.max(last.to(), cut.to()), last.name()));
      } else {
        merged.add(cut);
      }
    }
    return merged;
  }

  private static String without(List<Cut> cuts, int begin, String text) {
    var clean = new StringBuilder();
    var at = begin;
    for (var cut : cuts) {
      if (cut.to() > at) {
        clean.append(text, at, Math.max(at, cut.from()));
        clean.append("[redacted ").append(cut.name()).append(']');
        text.substring(Math.max(at, cut.from()), cut.to())
            .chars()
            .filter(c -> c == '\n')
            .forEach(_ -> clean.append('\n'));
        at = cut.to();
      }
    }
    return clean.append(text, at, text.length()).toString();
  }

  /**
   * How many characters at the end of an unfinished text may be the beginning of a secret: they
   * must wait for what follows.
   */
  public int heldBack(String text) {
    return begun(book, text).map(cut -> text.length() - cut.from()).orElse(0);
  }

  /** The longest beginning of a secret with which a text ends. */
  private static Optional<Cut> begun(Book book, String text) {
    var longest = Optional.<Cut>empty();
    for (var form : book.whole()) {
      var length = overlap(text, form.text());
      longest = longer(longest, form, text, length, text.length() - length);
    }
    if (book.letters().isEmpty()) {
      return longest;
    }
    var letters = new Letters(text);
    var kept = letters.text();
    for (var form : book.letters()) {
      var length = overlap(kept, form.text());
      if (length > 0) {
        longest = longer(longest, form, text, length, letters.place(kept.length() - length));
      }
    }
    return longest;
  }

  private static Optional<Cut> longer(
      Optional<Cut> longest, Form form, String text, int length, int from) {
    return length >= form.beginning() && longest.filter(cut -> cut.from() <= from).isEmpty()
        ? Optional.of(new Cut(from, text.length(), form.name()))
        : longest;
  }

  private static int overlap(String text, String secret) {
    for (var length = Math.min(text.length(), secret.length() - 1); length > 0; length--) {
      if (text.regionMatches(text.length() - length, secret, 0, length)) {
        return length;
      }
    }
    return 0;
  }

  /** So many characters behind a place a secret that goes on there may have begun. */
  public int reach() {
    return reach(book);
  }

  private static int reach(Book book) {
    return book.whole().isEmpty() ? 0 : book.whole().getFirst().text().length() * SPREAD;
  }
}
