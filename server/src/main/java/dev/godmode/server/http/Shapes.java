package dev.godmode.server.http;

import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.TaskId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the shapes of records as {@link dev.godmode.protocol.json.Json} writes them. A type it does
 * not know is a fault of the program, found when the routes are declared.
 */
final class Shapes {

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> REAL = Set.of(double.class, Double.class, BigDecimal.class);
  private static final Set<Class<?>> TRUTH = Set.of(boolean.class, Boolean.class);
  private static final Set<Class<?>> NAMES =
      Set.of(String.class, TaskId.class, NodeId.class, Money.class);

  /** Many routes tell of few types. */
  private static final ClassValue<Shape> COMPOSED =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return composed(type);
        }
      };

  private Shapes() {}

  static Shape of(Type type) {
    return switch (type) {
      case Class<?> plain -> plain(plain);
      case ParameterizedType generic -> generic(generic);
      default -> throw unknown(type);
    };
  }

  private static Shape plain(Class<?> type) {
    if (NAMES.contains(type)) {
      return new Shape.Text(Shape.Format.PLAIN);
    }
    if (type == Instant.class) {
      return new Shape.Text(Shape.Format.DATE_TIME);
    }
    if (type == Duration.class) {
      return new Shape.Text(Shape.Format.DURATION);
    }
    if (WHOLE.contains(type)) {
      return new Shape.Whole();
    }
    if (REAL.contains(type)) {
      return new Shape.Real();
    }
    if (TRUTH.contains(type)) {
      return new Shape.Truth();
    }
    return COMPOSED.get(type);
  }

  private static Shape composed(Class<?> type) {
    if (type.isArray()) {
      return new Shape.Several(of(type.getComponentType()));
    }
    if (type.isEnum()) {
      return new Shape.Word(
          Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .toList());
    }
    if (type.isSealed()) {
      return either(type);
    }
    if (type.isRecord()) {
      return thing(type);
    }
    throw unknown(type);
  }

  private static Shape generic(ParameterizedType type) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return of(arguments[0]);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return new Shape.Several(of(arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return new Shape.Table(of(arguments[1]));
    }
    throw unknown(type);
  }

  private static Shape.Thing thing(Class<?> type) {
    var fields = new LinkedHashMap<String, Shape.Field>();
    for (var component : type.getRecordComponents()) {
      fields.put(
          snakeCase(component.getName()),
          new Shape.Field(of(component.getGenericType()), !isOptional(component)));
    }
    return new Shape.Thing(type.getSimpleName(), fields);
  }

  private static Shape either(Class<?> sealed) {
    var things = new LinkedHashMap<String, Shape>();
    records(sealed).forEach(type -> things.put(type.getSimpleName(), thing(type)));
    return new Shape.Either(sealed.getSimpleName(), things);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(Shapes::records)
        : Stream.of(type);
  }

  private static boolean isOptional(RecordComponent component) {
    return component.getType() == Optional.class;
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException unknown(Type type) {
    return new IllegalArgumentException(
        "no JSON shape is known for %s; known are %s"
            .formatted(type, List.of("records", "sealed types", "enums", "times", "collections")));
  }
}
