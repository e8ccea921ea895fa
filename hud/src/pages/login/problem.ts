const NAME = 'godmode_login_problem';

/** What went wrong on the way back from the login provider, once: control leaves it in a cookie, for words in an address could be anybody's. */
export function takeProblem(): string {
  const words = problemIn(document.cookie);
  if (words !== '') document.cookie = `${NAME}=; Path=/login; Max-Age=0; SameSite=Lax`;
  return words;
}

export function problemIn(cookies: string): string {
  const found = cookies
    .split(/;\s*/)
    .find((cookie) => cookie.startsWith(NAME + '='))
    ?.slice(NAME.length + 1);
  try {
    return decodeURIComponent(found ?? '');
  } catch {
    return '';
  }
}
