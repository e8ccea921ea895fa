@NullMarked
package dev.godmode.audit.host;

import org.jspecify.annotations.NullMarked;
