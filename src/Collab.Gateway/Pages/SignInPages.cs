using System.Security.Cryptography;
using Collab.Gateway.SignIn;
using Microsoft.AspNetCore.Antiforgery;

namespace Collab.Gateway.Pages;

/// <summary>The pages that people meet while they sign in and out, and the sentences on them.</summary>
public static class SignInPages
{
    private const string Try = "Try again in a minute. If it stays, tell your own IT.";

    private static readonly (string Text, string Href) ToPortal = ("Go to Collab", Page.Portal);

    /// <summary>The one field.</summary>
    public static Page AskEmail(HttpContext http, string flow, string? email = null, string? wrong = null) =>
        new(wrong is null ? 200 : 400, "Sign in", "With your work e-mail. You continue at your own company’s sign-in; Collab never sees your password.")
        {
            Form = $"""
                <form method="post" action="/signin">{Token(http)}<input type="hidden" name="flow" value="{Page.Html(flow)}">
                <label for="email">Work e-mail</label><input class="input" id="email" name="email" type="email" autocomplete="username" inputmode="email" maxlength="320" value="{Page.Html(email)}" {(wrong is null ? "" : """aria-invalid="true" aria-describedby="wrong" """)}required>
                {(wrong is null ? "" : $"""<p class="wrong" id="wrong">{Page.Html(wrong)}</p>""")}
                <button class="btn primary" type="submit">Continue</button></form>
                """,
        };

    /// <summary>For a company that wants its people asked before they are sent on.</summary>
    public static Page Confirm(HttpContext http, string flow, string company, string email) =>
        new(200, $"Continue at {company}", $"You sign in at {company}’s own provider. Collab never sees your password.")
        {
            Form = EmailForm(http, flow, email, "Continue", confirmed: true),
            Second = ("Use another e-mail", SignInAddress(flow)),
        };

    /// <summary>The same answer for every domain that is not a member's; it says nothing about anybody.</summary>
    public static Page UnknownDomain(string flow) =>
        new(200, "This domain is not set up here", "Collab does not know a company by that e-mail domain. It may be a slip in the spelling.")
        {
            Rows =
            [
                ("Check", "Use the e-mail address of your company, not a private one."),
                ("Not a member", "A company joins as a whole, and its own people administer it from then on."),
            ],
            Action = ("Use another e-mail", SignInAddress(flow)),
            Second = ("How a company joins", "/join"),
        };

    /// <summary>How a company joins.</summary>
    public static Page Join() =>
        new(200, "How a company joins", "A company joins, not a person. Its people then sign in with the account they have at work.")
        {
            Rows =
            [
                ("Who", "A company that develops software which shares the kernel with others, or depends on it."),
                ("How", "It asks two member companies, which admit it together."),
                ("Needs", "An OpenID Connect provider of its own, and the mail domains it owns."),
            ],
        };

    /// <summary>What the gateway keeps.</summary>
    public static Page Privacy() =>
        new(200, "Privacy", "Your company’s provider tells Collab your name, your e-mail and that you signed in. Collab never sees your password.")
        {
            Rows =
            [
                ("Kept here", "Name, e-mail, time of sign-in, for as long as the session and its tokens last."),
                ("Cookies", "One for the session and one against forged forms. None for anything else."),
            ],
        };

    /// <summary>The provider could not be reached.</summary>
    public static Page DoesNotAnswer(HttpContext http, string company, string flow, string? email, string reference) =>
        new(503, $"{company}’s sign-in does not answer", "We asked twice and waited up to 6 seconds. Nothing is wrong with your account.")
        {
            Rows = [("What to do", Try)],
            Reference = reference,
            Form = email is null ? "" : EmailForm(http, flow, email, "Try again", confirmed: true),
            Action = email is null ? ("Try again", SignInAddress(flow)) : null,
            Second = ("Use another e-mail", SignInAddress(flow)),
        };

    /// <summary>The provider could not be reached on the way back, when the request that led there is not at hand.</summary>
    public static Page DoesNotAnswer(string reference) =>
        new(503, "Your company’s sign-in does not answer", "Nothing is wrong with your account.")
        {
            Rows = [("What to do", "Begin again in Collab in a minute. If it stays, tell your own IT.")],
            Reference = reference,
            Action = ToPortal,
        };

    /// <summary>A provider's answer cannot be used, or it refused; <paramref name="flow"/> leads back.</summary>
    public static Page DidNotFinish(string reason, string what, string? flow, string reference, int status = 400) =>
        new(status, "Sign-in did not finish", reason)
        {
            Rows = [("What to do", what)],
            Reference = reference,
            Action = flow is null ? ToPortal : ("Try again", SignInAddress(flow)),
        };

    /// <summary>The provider was taken away or replaced while somebody was there.</summary>
    public static Page Removed(string reference) => DidNotFinish(
        "Your company’s sign-in is not connected to Collab any more, or was changed a moment ago.",
        "Begin again. If it stays, ask your company’s administrator.", null, reference, 410);

    /// <summary>An e-mail of a domain that is not the provider's.</summary>
    public static Page AnotherDomain(string company, string flow, string reference) => DidNotFinish(
        $"{company}’s sign-in asserts another company’s domain: the e-mail it gave is not one of {company}’s.",
        $"Sign in with your {company} account, or ask {company}’s IT to correct the e-mail on it.", flow, reference, 403);

    /// <summary>Sign-out that nobody vouched for: ask first.</summary>
    public static Page ConfirmSignOut(HttpContext http, IEnumerable<KeyValuePair<string, string>> fields) =>
        new(200, "Sign out", "This ends your session at Collab and at your company’s sign-in.")
        {
            Form = $"""
                <form method="post" action="/connect/logout">{Token(http)}{string.Concat(fields.Select(f => $"""<input type="hidden" name="{Page.Html(f.Key)}" value="{Page.Html(f.Value)}">"""))}
                <input type="hidden" name="confirmed" value="yes"><button class="btn primary" type="submit">Sign out</button></form>
                """,
        };

    /// <summary>After a sign-out that leads nowhere else.</summary>
    public static Page SignedOut() => new(200, "You are signed out", "Your session at Collab has ended.") { Action = ToPortal };

    /// <summary>For people who come here by themselves.</summary>
    public static Page StartAtPortal() => new(200, "Sign in begins in Collab", "Open Collab and choose Sign in there.") { Action = ToPortal };

    /// <summary>Too many tries.</summary>
    public static Page TooMany() => new(429, "Too many tries", "Wait a minute, then try again.");

    /// <summary>Eight letters and digits that a person can read to somebody; the log has the same.</summary>
    public static string NewReference() => RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 8).Insert(4, "-");

    private static string SignInAddress(string flow) => $"/signin?flow={Uri.EscapeDataString(flow)}";

    private static string EmailForm(HttpContext http, string flow, string email, string button, bool confirmed) => $"""
        <form class="again" method="post" action="/signin">{Token(http)}<input type="hidden" name="flow" value="{Page.Html(flow)}"><input type="hidden" name="email" value="{Page.Html(email)}">
        {(confirmed ? """<input type="hidden" name="confirmed" value="yes">""" : "")}<button class="btn primary" type="submit">{Page.Html(button)}</button></form>
        """;

    private static string Token(HttpContext http)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return $"""<input type="hidden" name="{Page.Html(tokens.FormFieldName)}" value="{Page.Html(tokens.RequestToken)}">""";
    }
}
