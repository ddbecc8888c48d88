namespace Collab.Portal.Store;

/// <summary>What a feature needs in the database beside tables and columns: functions, triggers, indexes over expressions.</summary>
/// <param name="Sql">Statements that change nothing where they ran before. They run at every start, when all tables stand.</param>
public sealed record SchemaScript(string Sql);
