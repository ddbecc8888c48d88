using Collab.Benchmarks;

// Two lives: the load, and the two servers under it, which are processes of their own so that memory and processor
// time are told apart.
return args switch
{
    ["serve-portal", var key] => await Servers.Portal(key),
    ["serve-bare"] => await Servers.Bare(),
    _ => await Bench.Run(args),
};
