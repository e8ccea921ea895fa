package dev.godmode.testkit.questions;

import dev.godmode.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Provider and load under the hand of whoever started them. It says where the provider is; then
 * each line of standard input is an {@link Order}, answered with a {@link Round}, both in JSON.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (var models = new QuickModels()) {
      System.out.println(models.url());
      var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (var line = orders.readLine(); line != null; line = orders.readLine()) {
        System.out.println(Json.write(new QuestionLoad(Json.read(Order.class, line)).run()));
      }
    }
  }
}
