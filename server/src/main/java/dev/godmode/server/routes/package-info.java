@NullMarked
package dev.godmode.server.routes;

import org.jspecify.annotations.NullMarked;
