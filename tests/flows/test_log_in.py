"""The second factor as a person meets it: in Chromium, under the policy that forbids inline script, with a virtual key."""

import io
import re
import time

import pytest
import zxingcpp
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from PIL import Image
from playwright.sync_api import expect

from casework.models import Staff
from tests.factories import people
from tests.factories.places import PASSWORD, StationFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
KEY = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}  # fmt: skip


@pytest.fixture
def refused():
    return []


@pytest.fixture
def page(desk, refused):
    opened = desk(people.clerk(StationFactory(name="桜見坂")))
    opened.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: refused.append(str(error)))
    return opened


def confirm(page):
    """The password once more, before a setting that matters."""
    if "/login/again/" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="確かめる").click()
        page.wait_for_load_state()


def log_in_again(page):
    page.get_by_role("button", name="ログアウト").first.click()
    page.get_by_label("職員番号").fill(Staff.objects.get().staff_number)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_load_state()  # the passkey's button answers once its script has run


def shot(page, shots, name):
    if shots:
        page.screenshot(path=shots / f"{name}.png", full_page=True)


def test_an_app_and_a_printed_list(page, shots, refused):
    page.get_by_role("link", name="認証の設定").click()
    shot(page, shots, "factors_none")
    page.get_by_role("link", name="認証アプリを登録する").click()
    shot(page, shots, "again")
    confirm(page)
    expect(page.locator(".qr svg")).to_be_visible()
    shot(page, shots, "app")
    secret = page.locator("code").inner_text()
    seen = zxingcpp.read_barcode(Image.open(io.BytesIO(page.locator(".qr").screenshot())))
    assert seen.text.startswith(f"otpauth://totp/{Staff.objects.get().staff_number}?secret={secret}&issuer=")
    page.get_by_label(re.compile("6桁の番号")).fill(
        format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    )
    page.get_by_role("button", name="登録する").click()
    page.get_by_role("button", name="新しい一覧を作る").click()
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    shot(page, shots, "codes")
    page.get_by_role("link", name="印刷したので閉じる").click()
    shot(page, shots, "factors")
    page.get_by_role("link", name="ログイン中の端末").click()
    shot(page, shots, "sessions")
    log_in_again(page)
    shot(page, shots, "second")
    page.get_by_label("番号").fill(codes[0])
    page.get_by_role("button", name="ログイン", exact=True).click()
    expect(page.get_by_role("link", name="認証の設定")).to_be_visible()
    assert refused == []


def test_a_passkey_is_registered_and_opens(page, shots, refused):
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | {"automaticPresenceSimulation": True}})
    page.get_by_role("link", name="認証の設定").click()
    page.get_by_role("link", name="パスキーを登録する").click()
    confirm(page)
    shot(page, shots, "key")
    page.locator("#id_name").fill("机の鍵")
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name="番号の一覧")).to_be_visible()
    assert Authenticator.objects.get(type="webauthn").wrap().name == "机の鍵"
    log_in_again(page)
    shot(page, shots, "second_key")
    page.get_by_role("button", name="パスキーを使う").click()
    expect(page.get_by_role("link", name="認証の設定")).to_be_visible()
    assert refused == []


def test_a_key_that_does_not_answer_is_told_and_nothing_is_registered(page):
    page.get_by_role("link", name="認証の設定").click()
    page.get_by_role("link", name="パスキーを登録する").click()
    confirm(page)
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_text("読み取れませんでした。")).to_be_visible()
    assert not Authenticator.objects.exists()
