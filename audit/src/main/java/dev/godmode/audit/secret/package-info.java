@NullMarked
package dev.godmode.audit.secret;

import org.jspecify.annotations.NullMarked;
