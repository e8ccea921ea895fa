@NullMarked
package dev.godmode.server.http;

import org.jspecify.annotations.NullMarked;
