package dev.godmode.server.routes;

import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.routes.HudAssets.Asset;
import io.helidon.http.Status;
import java.util.List;

/**
 * The HUD: static files without data. A path that is no file is one of the HUD's own pages, which
 * its index page knows how to show.
 */
public final class HudRoutes {

  private static final String INDEX = "index.html";

  /** Files there carry a hash of their content in their name. */
  private static final String HASHED = "assets/";

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; style-src-attr 'unsafe-inline'; object-src 'none';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final HudAssets assets = new HudAssets();

  public List<Route> routes() {
    return List.of(
        Route.get("/", "The HUD").open().writes("text/html", call -> show(call, INDEX)),
        Route.get("/{+path}", "The HUD's files and pages")
            .open()
            .writes("text/html", call -> show(call, call.path("path").replaceFirst("^/", ""))));
  }

  private void show(Call call, String path) {
    if (path.startsWith("api/")) {
      throw Refusal.notFound("there is no /%s; /openapi.json lists what there is".formatted(path));
    }
    var found = assets.find(path);
    if (found.isPresent()) {
      send(call, path, found.get());
    } else if (path.startsWith(HASHED)) {
      throw Refusal.notFound("there is no file " + path);
    } else {
      send(
          call,
          INDEX,
          assets
              .find(INDEX)
              .orElseThrow(
                  () -> Refusal.notFound("this build has no HUD; the API is under /api/v1")));
    }
  }

  private static void send(Call call, String path, Asset asset) {
    call.header("Content-Security-Policy", POLICY);
    call.header("Vary", "Accept-Encoding");
    call.header("ETag", asset.tag());
    call.header(
        "Cache-Control",
        path.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache");
    if (call.header("If-None-Match").filter(asset.tag()::equals).isPresent()) {
      call.send(Status.NOT_MODIFIED_304);
    } else if (call.header("Accept-Encoding").orElse("").contains("gzip")) {
      call.header("Content-Encoding", "gzip");
      call.send(asset.mediaType(), asset.gzipped());
    } else {
      call.send(asset.mediaType(), asset.plain());
    }
  }
}
