using System.Text.Json.Serialization;
using Collab.Domain;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Collab.Portal.Api;

/// <summary>What all endpoints share: the OpenAPI document, its page, problem details and the version prefix.</summary>
internal static class ApiSetup
{
    /// <summary>The largest request body, in bytes.</summary>
    public const long BodyLimit = 1_000_000;

    public static IServiceCollection AddCollabApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            options.SerializerOptions.Converters.Add(new InstantConverter());
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions["reference"] = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddExceptionHandler<BadRequests>();
        services.AddExceptionHandler<Outages>();
        services.AddExceptionHandler<UnexpectedFailures>();
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Collab",
                    Version = "v1",
                    Description = "Everything that a person can do, for programs. Tokens come from the gateway by client credentials (docs/api.md). "
                        + "Every write takes If-Match (the version it was made for) and Idempotency-Key (safe to repeat). Refusals are problem details with a stable code.",
                };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonTypeInfo.Type == typeof(MemberId) || context.JsonTypeInfo.Type == typeof(PersonId))
                {
                    schema.Type = JsonSchemaType.String;
                    schema.Properties?.Clear();
                }

                return Task.CompletedTask;
            });
        });
        return services;
    }

    /// <summary>The group of version 1: signed in, bounded, buffered for repeats.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/api", options => options.WithTitle("Collab API").WithOpenApiRoutePattern("/openapi/v1.json")).AllowAnonymous();
        var group = app.MapGroup("/api/v1")
            .RequireAuthorization(SignInSetup.Api)
            .RequireRateLimiting(Limits.Api)
            .DisableAntiforgery()
            .AddEndpointFilter<CrossSiteGuard>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound);
        // An unknown address under /api answers like an unknown id, not with a page.
        // It asks for JSON like the commands do, or routing would prefer it for a command that is sent without a body.
        group.MapFallback(Answers.NothingHere).Accepts<object>(isOptional: true, "application/json").ExcludeFromDescription();
        return group;
    }

    /// <summary>Programs get problem details, never the page that people see; an unknown address answers like an unknown id.</summary>
    public static void UseBareStatusForPrograms(this WebApplication app) => app.Use(async (context, next) =>
    {
        var program = SignInSetup.IsForPrograms(context.Request.Path);
        if (program && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        await next(context);
        if (program && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound, ContentType: null })
            await Answers.NothingHere().ExecuteAsync(context);
    });

    /// <summary>Bodies of the API can be read twice: once for the endpoint, once for the fingerprint of an Idempotency-Key.</summary>
    public static void UseBufferedApiBodies(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/api"))
            context.Request.EnableBuffering();
        return next(context);
    });
}

/// <summary>
/// A browser's cookie alone is not enough to write through the API: the request must come from our own pages. Bearer
/// tokens cannot be sent by another site.
/// </summary>
internal sealed class CrossSiteGuard : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var bearer = request.Headers.Authorization.Count > 0;
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return bearer || reads || request.Headers["Sec-Fetch-Site"] == "same-origin"
            ? next(context)
            : ValueTask.FromResult<object?>(Answers.Problem(Refusal.Forbidden(
                "request.cross_site", "This request came from another site. Send a bearer token, or write from Collab's own pages.")));
    }
}

/// <summary>A request that cannot be read: 400, with what was wrong and where.</summary>
internal sealed class BadRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;
        var json = bad.InnerException as System.Text.Json.JsonException;
        return await Answers.WriteProblem(
            httpContext, bad.StatusCode, "bad_request", "The request cannot be read",
            json is UnreadableValueException value ? $"{value.Sentence} It stands at {json.Path ?? "$"}."
            : json is null ? bad.Message
            : $"The JSON cannot be read at {json.Path ?? "$"}, line {(json.LineNumber ?? 0) + 1}. The OpenAPI document says what is expected there.");
    }
}

/// <summary>An outage of PostgreSQL is a normal day: 503 and when to come back, nothing half done.</summary>
internal sealed class Outages(ILogger<Outages> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!Outage.Is(exception))
            return false;
        log.LogWarning("PostgreSQL does not answer: {Reason}", exception.Message);
        httpContext.Response.Headers.RetryAfter = "2";
        return await Answers.WriteProblem(
            httpContext, StatusCodes.Status503ServiceUnavailable, "outage", "The database does not answer",
            "Nothing was lost. Send the same request again, with the same Idempotency-Key.");
    }
}

/// <summary>A failure that nobody foresaw: programs get 500 as problem details, with the reference under which it is logged. People get a page.</summary>
internal sealed class UnexpectedFailures : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken) =>
        // The request's own path is that of the page already.
        SignInSetup.IsForPrograms(httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path)
        && await Answers.WriteProblem(
            httpContext, StatusCodes.Status500InternalServerError, "failure", "The request failed",
            "What was recorded before is safe. Send the same request again, with the same Idempotency-Key; if it fails again, name the reference to who runs this room.");
}
