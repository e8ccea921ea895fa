// A certified OpenID Connect provider for the proof: ada and eve have accounts, and whoever login_hint names is logged in without a question.
//   PORT, SECRET   where it listens, and its one client's secret; a GET of /as/NAME says who comes when nobody is named
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const accounts = {
  ada: { email: 'ada@acme.test', email_verified: true, groups: ['platform'] },
  eve: { email: 'eve@acme.test', email_verified: true, groups: [] },
};
const SCOPES = ['openid', 'email', 'groups'];
let usual = 'ada';

const issuer = `http://127.0.0.1:${process.env.PORT}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'godmode',
      client_secret: process.env.SECRET,
      application_type: 'native', // any port of loopback will do: the proof's control takes a free one
      redirect_uris: ['http://127.0.0.1/api/v1/login/oidc/callback'],
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
    },
  ],
  scopes: SCOPES,
  claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
  features: { devInteractions: { enabled: false }, deviceFlow: { enabled: true } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope(SCOPES.join(' '));
    await grant.save();
    return grant;
  },
});

const rest = provider.callback();
createServer(async (request, response) => {
  if (request.url.startsWith('/as/')) {
    usual = request.url.slice(4);
    response.end();
  } else if (request.url.startsWith('/interaction/')) {
    const { params } = await provider.interactionDetails(request, response);
    await provider.interactionFinished(request, response, { login: { accountId: params.login_hint ?? usual, remember: false }, consent: {} });
  } else {
    rest(request, response);
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
