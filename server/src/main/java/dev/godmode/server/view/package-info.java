@NullMarked
package dev.godmode.server.view;

import org.jspecify.annotations.NullMarked;
