using Collab.Domain;
using Marten;

namespace Collab.Portal.Store;

/// <summary>What a feature makes of a proposal's events beside what proposals keep themselves, so that a rebuild of proposals makes it too.</summary>
/// <param name="Clear">Deletes the documents of the proposals <c>$1</c>, an array of ids.</param>
/// <param name="Make">Stores the documents of one proposal, made of all its events in their order.</param>
public sealed record MadeOfProposal(string Clear, Action<IDocumentSession, string, IReadOnlyList<IEvent>> Make);
