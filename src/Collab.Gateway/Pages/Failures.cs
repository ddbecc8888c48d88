using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Diagnostics;
using OpenIddict.Abstractions;

namespace Collab.Gateway.Pages;

/// <summary>What is answered when something fails: a page for people, problem details (RFC 9457) for programs.</summary>
public static class Failures
{
    /// <summary>Installs it for empty error answers and for exceptions.</summary>
    public static void Use(WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = OnException });
        app.UseStatusCodePages(context => Write(context.HttpContext, context.HttpContext.Response.StatusCode));
    }

    private static Task OnException(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var status = error is BadHttpRequestException bad ? bad.StatusCode : 500;
        return Write(http, status);
    }

    private static async Task Write(HttpContext http, int status)
    {
        if (ForProgram(http))
        {
            await Results.Problem(statusCode: status).ExecuteAsync(http);
            return;
        }

        var reference = SignInPages.NewReference();
        var response = http.GetOpenIddictServerResponse() ?? http.GetOpenIddictClientResponse();
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Failures)).LogWarning(
            "Page {Path} answered {Status} {Error} {Description} ({Reference}).", http.Request.Path, status, response?.Error, response?.ErrorDescription, reference);
        await PageFor(http, status, response, reference).ExecuteAsync(http);
    }

    private static Page PageFor(HttpContext http, int status, OpenIddictResponse? response, string reference)
    {
        var atCallback = http.Request.Path.StartsWithSegments("/callback");
        return (status, response?.Error) switch
        {
            (404, null) => new Page(404, "There is no such page", "The address is wrong, or what stood here is gone."),
            (429, _) => SignInPages.TooMany(),
            (_, OpenIddictConstants.Errors.AccessDenied) when atCallback => SignInPages.DidNotFinish(
                "Your company’s sign-in refused, or you cancelled there.", "Begin again in Collab. If it stays, ask your own IT.", null, reference),
            (_, OpenIddictConstants.Errors.ServerError or OpenIddictConstants.Errors.TemporarilyUnavailable) when atCallback => SignInPages.DoesNotAnswer(reference),
            ( >= 500, _) when atCallback => SignInPages.DoesNotAnswer(reference),
            (_, not null) when atCallback => SignInPages.DidNotFinish(
                "The answer of your company’s sign-in cannot be used; it may be old, or was used already.", "Begin again in Collab.", null, reference),
            (_, not null) => new Page(status, "This request cannot be answered", "The application that sent you here asked for something it may not have, or too late.")
            {
                Rows = [("Error", response.Error!), ("What to do", "Go back to Collab and begin again.")],
                Reference = reference,
            },
            _ => new Page(status, "Something went wrong here", "It is not your doing, and your account is as it was.")
            {
                Rows = [("What to do", "Go back to Collab and begin again. If it stays, tell the operator the reference.")],
                Reference = reference,
            },
        };
    }

    private static bool ForProgram(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/admin") || http.Request.Path.StartsWithSegments("/backchannel-logout")
        || (http.Request.Path.StartsWithSegments("/connect") && !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !http.Request.Path.StartsWithSegments(SignIn.AuthorizeEndpoint.Path) && !http.Request.Path.StartsWithSegments(SignIn.SignOutEndpoint.Path));
}
