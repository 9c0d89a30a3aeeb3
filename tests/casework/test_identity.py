"""Whose word is taken for who somebody is: a proxy of headquarters, a provider (OpenID Connect); from them alone."""

import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from casework.models import LogInSession, Staff
from config.environment import Provider, read_addresses, read_provider
from tests.blue_patrol.paging import words
from tests.factories import people, scope
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
PROXY, ELSEWHERE = "10.9.9.9", "10.9.9.10"


@pytest.fixture
def clerk():
    return people.clerk(StationFactory(name="桜見坂"))


def get(client, address="/", *, said=None, peer=PROXY, **headers):
    sent = {"HTTP_X_STAFF_NUMBER": said} if said is not None else {}
    answer = client.get(address, REMOTE_ADDR=peer, **sent, **headers)
    scope.restore()
    return answer


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


# --- the proxy --------------------------------------------------------------------------------------------------------


@pytest.fixture
def proxied(settings):
    settings.PROXY_IDENTITY_HEADER = "X-Staff-Number"
    settings.PROXY_IDENTITY_FROM = [ip_network(PROXY)]


def test_whom_the_proxy_names_is_logged_in_without_a_password(proxied, clerk):
    client = Client()
    answer = get(client, "/cases/?state=received", said=clerk.staff.staff_number)
    assert (answer.status_code, answer["Location"]) == (302, "/cases/?state=received")
    assert get(client, "/cases/", said=clerk.staff.staff_number).status_code == 200


@pytest.mark.parametrize("forwarded", [{}, {"HTTP_X_FORWARDED_FOR": PROXY}, {"HTTP_X_REAL_IP": PROXY}])
def test_the_same_header_from_elsewhere_is_ignored_and_logged(
    proxied, clerk, caplog, forwarded, record_property
):
    client = Client()
    tried = 0
    for peer in (ELSEWHERE, "127.0.0.1", "::1", ""):
        with caplog.at_level(logging.WARNING):
            answer = get(client, said=clerk.staff.staff_number, peer=peer, **forwarded)
        assert answer["Location"].startswith("/login/")
        assert not is_in(client)
        told = [record.getMessage() for record in caplog.records if "was ignored" in record.getMessage()]
        assert (peer or "a socket") in told[-1]
        assert clerk.staff.staff_number not in " ".join(told)
        tried += 1
    record_property("T18 spoofed identities ignored and logged", tried)


def test_without_the_setting_the_header_is_a_header(clerk):
    client = Client()
    assert get(client, said=clerk.staff.staff_number)["Location"].startswith("/login/")


@pytest.mark.parametrize("said", ["Z99999", "", " ", "1' or '1'='1", "0" * 5000])
def test_whom_nobody_knows_is_not_let_in(proxied, said):
    client = Client()
    assert get(client, said=said)["Location"].startswith("/login/")
    assert not is_in(client)


def test_a_disabled_person_is_not_let_in(proxied, clerk):
    Staff.objects.filter(pk=clerk.staff.pk).update(is_active=False)
    client = Client()
    get(client, said=clerk.staff.staff_number)
    assert not is_in(client)


@pytest.mark.parametrize("then", ["another", "nobody", "not by the proxy"])
def test_a_session_by_the_proxy_ends_when_it_names_somebody_else_or_nobody(proxied, clerk, then):
    other = people.clerk(StationFactory(name="南浜田"))
    client = Client()
    get(client, said=clerk.staff.staff_number)
    if then == "another":
        get(client, said=other.staff.staff_number)
        assert client.session["_auth_user_id"] == str(other.staff.pk)
        return
    number = clerk.staff.staff_number if then == "not by the proxy" else None
    get(client, said=number, peer=ELSEWHERE if number else PROXY)
    assert not is_in(client)


def test_who_has_a_second_factor_is_asked_for_it_also_by_the_proxy(proxied, clerk):
    Authenticator.objects.create(user=clerk.staff, type="totp", data={"secret": ""})
    client = Client()
    assert get(client, said=clerk.staff.staff_number)["Location"] == reverse("mfa_authenticate")
    assert get(client, reverse("mfa_authenticate"), said=clerk.staff.staff_number).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize(("has_one", "leads"), [(False, "mfa_index"), (True, None)])
def test_whether_the_proxy_asked_for_a_second_factor_is_said_by_a_setting(proxied, settings, has_one, leads):
    settings.SECOND_FACTOR, settings.IDENTITY_HAS_SECOND_FACTOR = "demanded", has_one
    chief = people.chief(StationFactory())
    client = Client()
    get(client, said=chief.staff.staff_number)
    answer = get(client, reverse("forms"), said=chief.staff.staff_number)
    assert answer.get("Location") == (leads and reverse(leads))


def test_a_header_without_its_address_does_not_start(monkeypatch):
    for value in ("", "everywhere", "10.0.0.0/33"):
        monkeypatch.setenv("PROXY_IDENTITY_FROM", value)
        with pytest.raises(ImproperlyConfigured):
            read_addresses("PROXY_IDENTITY_FROM", wanted=True)
    monkeypatch.setenv("PROXY_IDENTITY_FROM", "10.1.2.3, 10.2.0.0/16, fd00::/8")
    assert len(read_addresses("PROXY_IDENTITY_FROM", wanted=True)) == 3


# --- the provider -----------------------------------------------------------------------------------------------------

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeProvider(BaseHTTPRequestHandler):
    """OpenID Connect over real HTTP on 127.0.0.1: discovery, tokens against the code and PKCE, userinfo, keys."""

    claims: dict = {}
    asked: list[str] = []

    def log_message(self, *args):
        pass

    def tell(self, body, status=200):
        sent = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    @property
    def here(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self):
        path = urlsplit(self.path).path
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "me", "jwks_uri": "keys"}  # fmt: skip
            self.tell({"issuer": self.here, **{name: f"{self.here}/{end}" for name, end in ends.items()}})
        elif path == "/keys":
            self.tell(
                {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1"}]}
            )
        elif path == "/me" and self.headers["Authorization"] == "Bearer opened":
            self.tell(self.claims)
        else:
            self.tell({"error": "unknown"}, 404)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append(self.path)
        if sent["code"] != ["good"] or not sent.get("code_verifier"):
            return self.tell({"error": "invalid_grant"}, 400)
        now = int(time.time())
        body = {"iss": self.here, "aud": "aopato", "sub": "1", "iat": now, "exp": now + 60} | self.claims
        token = jwt.encode(body, KEY, "RS256", headers={"kid": "1"})
        return self.tell(
            {"access_token": "opened", "token_type": "Bearer", "id_token": token, "expires_in": 60}
        )


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeProvider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    app = {"provider_id": "headquarters", "name": "本部の認証", "client_id": "aopato", "secret": "x", "settings": {"server_url": url, "uid_field": "staff_number"}}  # fmt: skip
    settings.OIDC = Provider("本部の認証", "staff_number", app)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    FakeProvider.claims, FakeProvider.asked = {}, []
    cache.clear()
    yield url
    server.shutdown()
    server.server_close()


LOGIN = "/login/by/headquarters/"


def come_back(client, code="good", state=None, address=f"{LOGIN}?next=/forms/"):
    """Through the provider and back, as a browser goes; the answer of our own address."""
    away = client.get(address)
    scope.restore()
    assert away.status_code == 302
    query = {name: values[0] for name, values in parse_qs(urlsplit(away["Location"]).query).items()}
    sent = {"state": query["state"] if state is None else state} | (
        {"code": code} if code else {"error": "access_denied"}
    )
    answer = client.get(f"{LOGIN}back/?{urlencode(sent)}")
    scope.restore()
    return answer


def test_the_provider_says_the_staff_number_and_the_account_that_is_there_opens(provider, clerk):
    FakeProvider.claims = {"staff_number": clerk.staff.staff_number, "sub": "1"}
    client = Client()
    page = client.get("/login/?next=/forms/").content.decode()
    assert "本部の認証でログイン" in page
    answer = come_back(client)
    assert (answer.status_code, answer["Location"]) == (302, "/forms/")
    assert client.session["_auth_user_id"] == str(clerk.staff.pk)
    assert client.get("/forms/").status_code == 200
    assert "/token" in FakeProvider.asked
    assert LogInSession.objects.filter(staff=clerk.staff).count() == 1


def test_nothing_of_the_provider_is_kept(provider, clerk):
    from allauth.socialaccount.models import SocialAccount, SocialToken

    FakeProvider.claims = {"staff_number": clerk.staff.staff_number, "email": "a@example.jp"}
    come_back(Client())
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_it_opens_no_account_that_is_not_there_and_none_disabled(provider, clerk, record_property):
    people_before = Staff.objects.count()
    Staff.objects.filter(pk=clerk.staff.pk).update(is_active=False)
    refused = 0
    for said in ("Z99999", "", clerk.staff.staff_number, {"a": 1}, None):
        FakeProvider.claims = {"staff_number": said, "sub": clerk.staff.staff_number}
        client = Client()
        answer = come_back(client)
        assert answer["Location"] == "/login/"
        assert "ログインできませんでした" in words(client.get("/login/"))
        assert not is_in(client)
        refused += 1
    assert Staff.objects.count() == people_before
    record_property("T18 identities without an account refused, none signed up", refused)


def test_an_answer_without_the_claim_is_told(provider):
    client = Client()
    assert come_back(client)["Location"] == "/login/"
    assert not is_in(client)


@pytest.mark.parametrize("how", [{"code": "forged"}, {"state": "forged"}, {"code": None}, {"state": ""}])
def test_a_forged_answer_opens_nothing(provider, clerk, how):
    FakeProvider.claims = {"staff_number": clerk.staff.staff_number}
    client = Client()
    assert come_back(client, **how)["Location"] == "/login/"
    assert not is_in(client)


def test_an_answer_meant_for_another_is_refused(provider, clerk):
    FakeProvider.claims = {"staff_number": clerk.staff.staff_number, "aud": "another"}
    client = Client()
    assert come_back(client)["Location"] == "/login/"
    assert not is_in(client)


def test_the_way_back_stays_on_the_site(provider, clerk):
    FakeProvider.claims = {"staff_number": clerk.staff.staff_number}
    assert come_back(Client(), address=f"{LOGIN}?next=https://elsewhere.example/")["Location"] == "/"


def test_who_has_a_second_factor_is_asked_for_it_also_by_the_provider(provider, clerk):
    Authenticator.objects.create(user=clerk.staff, type="totp", data={"secret": ""})
    FakeProvider.claims = {"staff_number": clerk.staff.staff_number}
    client = Client()
    assert come_back(client)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_provider_that_is_away_is_told(provider, monkeypatch):
    def away(*args, **kwargs):
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "get", away)
    client = Client()
    assert client.get(LOGIN)["Location"] == "/login/"
    assert "答えがありません" in words(client.get("/login/"))


def test_without_a_provider_there_is_no_such_page():
    assert [Client().get(address).status_code for address in (LOGIN, f"{LOGIN}back/")] == [404, 404]
    assert "でログイン</a>" not in Client().get("/login/").content.decode()


def test_it_is_named_by_the_environment(monkeypatch):
    monkeypatch.delenv("OIDC_URL", raising=False)
    assert read_provider() is None
    for name, value in {"URL": "https://id.example", "CLIENT_ID": "aopato", "CLIENT_SECRET": "x", "STAFF_CLAIM": "employee"}.items():  # fmt: skip
        monkeypatch.setenv(f"OIDC_{name}", value)
    read = read_provider()
    assert (read.claim, read.app["settings"]["uid_field"], read.app["client_id"]) == (
        "employee",
        "employee",
        "aopato",
    )
